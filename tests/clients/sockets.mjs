// Runs operations, one after the other, through the clients of graphql-ws or graphql-sse, over one connection where there are such.
// Arguments: the client, the URL, and the operations as JSON: [{query, variables, take}]. Prints what came of each as JSON.
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createStreamClient } from 'graphql-sse';
import WebSocket from 'ws';

const [name, url, operations] = process.argv.slice(2);
const closed = [];
const client =
  name === 'graphql-ws'
    ? createSocketClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazyCloseTimeout: 1000,
        on: { closed: (event) => closed.push(event.code) },
      })
    : createStreamClient({ url, retryAttempts: 0 });

const answers = [];
for (const { query, variables, take } of JSON.parse(operations)) {
  const answer = { results: [] };
  try {
    for await (const result of client.iterate({ query, variables })) {
      answer.results.push(result);
      if (answer.results.length === take) break;
    }
  } catch (error) {
    answer.errors = Array.isArray(error) ? error : [String(error)];
  }
  answers.push(answer);
}
console.log(JSON.stringify({ answers, closed }));
await client.dispose();
