/**
 * Asks the API's own /graphql, as any other client does. One page is one request, so that all that stands on it belongs to one position.
 *
 * @typedef {object} Question
 * @property {string} fields what is asked of Query
 * @property {string} [declares] the variables that the fields use, beside $asOf and $language
 * @property {string} [fragments]
 * @property {Record<string, any>} [variables]
 *
 * @typedef {{query: string, variables: Record<string, any>}} Operation
 */

import { language } from "./texts.js";

const TOKEN = "annals.token";
const STATUS = "status { head position lag }";
const MOMENT = "moment: changes(since: $before, first: 1) { nodes { position recordedAt } }";

/** An answer that says why there is none. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {string} code
   */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** @returns {string} */
export const token = () => sessionStorage.getItem(TOKEN) ?? "";

/** @param {string} text */
export function keepToken(text) {
  if (text) sessionStorage.setItem(TOKEN, text);
  else sessionStorage.removeItem(TOKEN);
}

/**
 * The operation that asks a page's question as of a position, along with the state of the log.
 * @param {Question} question
 * @param {number | null} asOf
 * @returns {Operation}
 */
export function operation({ fields, declares = "", fragments = "", variables = {} }, asOf) {
  const body = `${STATUS} ${asOf ? MOMENT : ""} ${fields}`;
  const used = /** @param {string} name */ (name) => (body + fragments).includes(`$${name}`);
  const declared = [
    ["asOf", "AsOf"],
    ["before", "AsOf!"],
    ["language", "String"],
  ].filter(([name]) => used(name));
  const head = [...declared.map(([name, type]) => `$${name}: ${type}`), declares].filter(Boolean).join(", ");
  /** @type {Record<string, any>} */
  const given = { ...variables };
  if (used("asOf") && asOf !== null) given.asOf = { position: asOf };
  if (used("before")) given.before = { position: Math.max((asOf ?? 1) - 1, 0) };
  if (used("language")) given.language = language();
  return { query: indented(`query Explorer${head ? `(${head})` : ""} { ${body} } ${fragments}`), variables: given };
}

/**
 * @param {Operation} asked
 * @returns {Promise<any>} the data
 */
export async function ask(asked) {
  return (await post("/graphql", asked)).data;
}

/**
 * @param {string} path
 * @param {any} body
 * @returns {Promise<any>} what the server answers, which is no error
 */
export function post(path, body) {
  return answered(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export const get = (path) => answered(path, {});

/**
 * @param {string} path
 * @param {{method?: string, headers?: Record<string, string>, body?: string}} how
 */
async function answered(path, how) {
  const headers = { accept: "application/graphql-response+json, application/json", ...how.headers };
  const response = await fetch(path, { ...how, headers: token() ? { ...headers, authorization: `Bearer ${token()}` } : headers });
  const answer = await response.json();
  if (answer.errors?.length) {
    throw new Refused(
      answer.errors.map((/** @type {any} */ error) => error.message).join("\n"),
      answer.errors[0].extensions?.code ?? "",
    );
  }
  return answer;
}

/**
 * The playground's address with an operation in its editor.
 * @param {Operation} asked
 */
export function playground({ query, variables }) {
  return `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) })}`;
}

/**
 * A query as people write it: a line for each field that has fields.
 * @param {string} query
 */
function indented(query) {
  let depth = 0;
  let open = 0;
  let text = "";
  for (const sign of query.replace(/\s+/g, " ")) {
    if (sign === "(") open += 1;
    if (sign === ")") open -= 1;
    if (open) text += sign;
    else if (sign === "{") text += `{\n${"  ".repeat((depth += 1))}`;
    else if (sign === "}") text = `${text.trimEnd()}\n${"  ".repeat((depth -= 1))}}\n${"  ".repeat(depth)}`;
    else text += sign;
  }
  return text
    .replace(/\n +(?=\n)/g, "")
    .replace(/\n( *) +(?=\S)/g, "\n$1")
    .trim();
}
