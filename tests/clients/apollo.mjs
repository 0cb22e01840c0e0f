// Asks through Apollo Client with its normalised cache. Arguments: the URL, a position of the past, and the key of an event that
// has another report since. Prints what came of it as JSON.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { schemaOf } from './schema.mjs';

const [url, position, key] = process.argv.slice(2);
const asOf = { position: Number(position) };
const schema = await schemaOf(url);
const possibleTypes = Object.fromEntries(
  ['Node', 'Event'].map((name) => [name, schema.getPossibleTypes(schema.getType(name)).map((type) => type.name)]),
);
const typePolicies = { Query: { fields: { events: relayStylePagination(['filter', 'orderBy', 'asOf']) } } };
const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
const link = ApolloLink.split(
  ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
  new GraphQLWsLink(socket),
  new HttpLink({ uri: url }),
);
const newClient = () => new ApolloClient({ cache: new InMemoryCache({ possibleTypes, typePolicies }), link });

const ACTOR = gql`query Actor($asOf: AsOf) {
  actor(ref: "PRK", asOf: $asOf) { id eventCount events(first: 3) { nodes { id key } } }
}`;
const BOTH = gql`query Both($asOf: AsOf) {
  now: actor(ref: "PRK") { id eventCount }
  then: actor(ref: "PRK", asOf: $asOf) { id eventCount }
}`;
const NODE = gql`query Node($id: ID!) { node(id: $id) { id ... on Actor { eventCount events(first: 3) { nodes { id key } } } } }`;
const PAGE = gql`query Page($after: String) {
  events(first: 5, after: $after) {
    edges { node { ...Told } }
    pageInfo { hasNextPage endCursor }
  }
}
fragment Told on Event { id title parties { actor { id name } } ... on SummitHeld { host { id name } } ... on Node { id } }`;
const CHANGES = gql`subscription Changes { eventRecorded(after: 0) { position event { id key reportCount } } }`;
const EVENT = gql`query Event($key: String) { event(key: $key) { id key reportCount } }`;

const ask = (client, query, variables, fetchPolicy) => client.query({ query, variables, fetchPolicy }).then(({ data }) => data);

const together = newClient();
const both = await ask(together, BOTH, { asOf });

const apart = newClient();
const now = await ask(apart, ACTOR, {});
const seen = [];
const watching = apart.watchQuery({ query: ACTOR }).subscribe(({ data }) => data && seen.push(data.actor.eventCount));
const then = await ask(apart, ACTOR, { asOf });
const again = await ask(apart, NODE, { id: then.actor.id }, 'network-only');
const kept = {
  now: await ask(apart, ACTOR, {}, 'cache-only'),
  then: await ask(apart, ACTOR, { asOf }, 'cache-only'),
};
watching.unsubscribe();

const paged = newClient();
const watched = paged.watchQuery({ query: PAGE });
let page = await ask(paged, PAGE);
while (page.events.pageInfo.hasNextPage) {
  await watched.fetchMore({ variables: { after: page.events.pageInfo.endCursor } });
  page = await ask(paged, PAGE, {}, 'cache-only');
}
const events = page.events.edges.map(({ node }) => node);

const told = newClient();
const before = await ask(told, EVENT, { key });
const changes = [];
await new Promise((resolve, reject) => {
  const subscription = told.subscribe({ query: CHANGES }).subscribe({
    next: ({ data, error }) => {
      if (error) reject(error);
      else if (changes.push(data.eventRecorded) === 3) {
        subscription.unsubscribe();
        resolve();
      }
    },
    error: reject,
  });
});
const after = await ask(told, EVENT, { key }, 'cache-only');

console.log(JSON.stringify({ both, now, then, again, kept, seen, events, changes, before, after }));
await socket.dispose();
