// The schema that a server tells of by introspection.
import { buildClientSchema, getIntrospectionQuery } from 'graphql';

export async function introspected(url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ oneOf: true }) }),
  });
  return (await response.json()).data;
}

export const schemaOf = async (url) => buildClientSchema(await introspected(url));
