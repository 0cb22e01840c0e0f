// Asks through urql with graphcache, as it asks by itself: with the header Accept that lists event streams too. Arguments: the
// URL, a position of the past, and the key of an event that has another report since. Prints what came of it, and all that was
// warned of.
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { buildClientSchema, isObjectType } from 'graphql';
import { introspected } from './schema.mjs';

const [url, position, key] = process.argv.slice(2);
const asOf = { position: Number(position) };
const warnings = [];
console.warn = console.error = (...words) => warnings.push(words.map(String).join(' '));

const introspection = await introspected(url);
const schema = buildClientSchema(introspection);
const withoutId = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.getFields().id);
const keys = Object.fromEntries(withoutId.map((type) => [type.name, () => null]));
const accepts = new Set();
const newClient = (options) =>
  new Client({
    url,
    preferGetMethod: false,
    exchanges: [cacheExchange({ schema: introspection, keys }), fetchExchange],
    fetch: (address, init) => {
      accepts.add(new Headers(init.headers).get('accept'));
      return fetch(address, init);
    },
    ...options,
  });

const ACTOR = gql`query Actor($asOf: AsOf) {
  actor(ref: "PRK", asOf: $asOf) { id eventCount events(first: 3) { nodes { id key } } }
}`;
const BOTH = gql`query Both($asOf: AsOf) {
  now: actor(ref: "PRK") { id eventCount }
  then: actor(ref: "PRK", asOf: $asOf) { id eventCount }
}`;
const NODES = gql`query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id ... on Actor { eventCount } ... on Event { ...Told } } }
fragment Told on Event { title parties { actor { id name } role } ... on SummitHeld { host { id } participants { asSaid } } }`;
const EVENT = gql`query Event($key: String) { event(key: $key) { id key reportCount } }`;
const CHANGES = gql`subscription Changes { eventRecorded(after: 0) { position event { id key reportCount } } }`;

const ask = async (client, query, variables, requestPolicy = 'cache-first') => {
  const { data, error } = await client.query(query, variables, { requestPolicy }).toPromise();
  if (error) throw error;
  return data;
};

const both = await ask(newClient(), BOTH, { asOf });
const byGet = await ask(newClient({ preferGetMethod: 'force' }), BOTH, { asOf });

const client = newClient();
const now = await ask(client, ACTOR, {});
const then = await ask(client, ACTOR, { asOf });
const kept = { now: await ask(client, ACTOR, {}, 'cache-only'), then: await ask(client, ACTOR, { asOf }, 'cache-only') };
const ids = [now.actor.id, then.actor.id, then.actor.events.nodes[0].id];
const { nodes } = await ask(client, NODES, { ids }, 'network-only');

const told = newClient({ fetchSubscriptions: true });
const before = await ask(told, EVENT, { key });
const changes = [];
await new Promise((resolve, reject) => {
  told.subscription(CHANGES, {}).subscribe(({ data, error }) => {
    if (error) reject(error);
    else if (changes.length < 3 && changes.push(data.eventRecorded) === 3) resolve();
  });
});
const after = await ask(told, EVENT, { key }, 'cache-only');

const refused = await newClient().query(EVENT, { key: '' }).toPromise();
const error = { message: refused.error?.message, code: refused.error?.graphQLErrors[0]?.extensions.code };
const found = { both, byGet, now, then, kept, nodes, before, changes, after, error, accepts: [...accepts], warnings };
// The subscription is left open: where urql ends one, an AbortError may be left that nobody catches.
process.stdout.write(JSON.stringify(found), () => process.exit(0));
