// Asks through relay-runtime by what relay-compiler has compiled. Arguments: the URL, a position of the past, the key of an event
// that has another report since, and the folder of the artifacts. Prints what came of it, and all that Relay warned of, as JSON.
const {
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
  createOperationDescriptor,
  fetchQuery,
  getSingularSelector,
  requestSubscription,
} = require('relay-runtime');
const { createClient } = require('graphql-sse');

const [url, position, key, artifacts] = process.argv.slice(2);
const artifact = (name) => require(`${artifacts}/${name}.graphql.js`);
const warnings = [];
console.error = console.warn = (...words) => warnings.push(words.map(String).join(' '));

async function fetched({ text, name }, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json;q=0.9' },
    body: JSON.stringify({ query: text, operationName: name, variables }),
  });
  return response.json();
}

const stream = createClient({ url, retryAttempts: 0 });
const subscribed = ({ text, name }, variables) =>
  Observable.create((sink) => stream.subscribe({ query: text, operationName: name, variables }, sink));

const environment = new Environment({ network: Network.create(fetched, subscribed), store: new Store(new RecordSource()) });
const ask = (query, variables) => fetchQuery(environment, artifact(query), variables).toPromise();
const kept = (query, variables) => environment.lookup(createOperationDescriptor(artifact(query), variables).fragment).data;
const within = (fragment, ref) => environment.lookup(getSingularSelector(artifact(fragment), ref)).data;

async function main() {
  const moments = { ref: 'PRK', asOf: { position: Number(position) } };
  const { now, then } = await ask('annalsMomentsQuery', moments);
  const first = within('annalsActor', then);

  // As usePaginationFragment does: the next page of the past, by the id of the past.
  const pages = [];
  let page = first;
  while (page.events.pageInfo.hasNextPage) {
    await ask('annalsActorRefetchQuery', { id: then.id, count: 4, cursor: page.events.pageInfo.endCursor });
    page = within('annalsActor', then);
    pages.push(page.events.edges.length);
  }
  const events = page.events.edges.map(({ node }) => ({ ...node, told: within('annalsEvent', node) }));

  const nodes = await ask('annalsNodesQuery', { ids: [now.id, then.id, events[0].id] });
  const event = { key };
  const before = await ask('annalsEventQuery', event);
  const changes = await new Promise((resolve, reject) => {
    const told = [];
    const { dispose } = requestSubscription(environment, {
      subscription: artifact('annalsChangesSubscription'),
      variables: { after: 0 },
      onNext: ({ eventRecorded }) => {
        if (told.push(eventRecorded) === 3) {
          dispose();
          resolve(told);
        }
      },
      onError: reject,
    });
  });
  const after = kept('annalsEventQuery', event);
  const found = { now, then, kept: kept('annalsMomentsQuery', moments), pages, events, nodes, before, changes, after, warnings };
  // What fragments point to is Relay's own.
  const plain = (name, value) => (name.startsWith('__fragment') ? undefined : value);
  process.stdout.write(JSON.stringify(found, plain));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
