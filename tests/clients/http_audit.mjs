// The audit of graphql-http: prints what is not in order, then how many of how many are.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
for (const result of results) if (result.status !== 'ok') console.error(result.status, result.id, result.name, result.reason);
console.log(JSON.stringify({ audits: results.length, ok: results.filter((result) => result.status === 'ok').length }));
