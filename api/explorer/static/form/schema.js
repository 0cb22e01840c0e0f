/**
 * Reads the JSON Schema of entries as a description of forms: which kinds there are, and which fields each has.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} help what it stands for, in the words of the schema
 * @property {"text" | "long" | "date" | "number" | "flag" | "choice" | "name" | "object" | "list" | "figures"} shape
 * @property {boolean} required
 * @property {string} [refersTo] what a name is the name of: actor, area, place, source, event
 * @property {string[]} [choices]
 * @property {string} [standard] the choice that is meant where none is made
 * @property {string[]} [examples]
 * @property {Field[]} [fields] the parts of an object
 * @property {string} [bare] the part that may stand alone for the whole object
 * @property {Field} [item] what a list is made of, or a figure
 * @property {number} [least] how many a list must have
 * @property {string[]} [names] the names that figures may have
 *
 * @typedef {{name: string, help: string, group: string, fields: Field[], common: Set<string>}} Kind
 */

const REVISIONS = ["EventCorroborated"];
const NOT_FILLED_IN = ["kind", "logged", "provisional"];
const LONG = ["quote", "gist"];

/**
 * The kinds of entries that a form can be made for, by name.
 * @param {any} schema
 * @returns {Map<string, Kind>}
 */
export function kindsOf(schema) {
  const named = /** @param {string} group */ (group) =>
    schema.$defs[group].oneOf.map((/** @type {any} */ { $ref }) => /** @type {string} */ ($ref.split("/").pop()));
  const events = named("Event");
  const common = new Set(
    Object.keys(schema.$defs[events[0]].properties).filter((name) =>
      events.every((/** @type {string} */ kind) => name in schema.$defs[kind].properties),
    ),
  );
  const groups = /** @type {[string, string[]][]} */ ([
    ["events", events],
    ["revisions", REVISIONS],
    ["registrations", named("Registration").filter((/** @type {string} */ kind) => kind !== "ImportFinished")],
  ]);
  return new Map(
    groups.flatMap(([group, kinds]) =>
      kinds.map((name) => [name, kindOf(schema, name, group, group === "events" ? common : new Set())]),
    ),
  );
}

/**
 * @param {any} schema
 * @param {string} name
 * @param {string} group
 * @param {Set<string>} common the fields that all kinds of the group have
 * @returns {Kind}
 */
function kindOf(schema, name, group, common) {
  const definition = schema.$defs[name];
  const required = [...(definition.required ?? []), ...(group === "events" ? ["key"] : [])];
  const fields = fieldsOf(schema, definition, required);
  const figures = fields.filter(({ item, fields }) => isEstimate(item?.fields ?? fields ?? [])).map((field) => field.name);
  const report = fields.find((field) => field.name === "report")?.item;
  const says = report?.fields?.find((field) => field.name === "says");
  if (says) says.names = figures;
  // Of an event that is there already, the kind is not known here, nor which figures it has.
  if (report?.fields && !figures.length) report.fields = report.fields.filter((field) => field !== says);
  return { name, help: definition.description, group, fields, common };
}

/** @param {Field[]} fields */
const isEstimate = (fields) => ["low", "best", "high"].every((name) => fields.some((field) => field.name === name));

/**
 * @param {any} schema
 * @param {any} definition
 * @param {string[]} required
 */
function fieldsOf(schema, definition, required = definition.required ?? []) {
  return Object.entries(definition.properties)
    .filter(([name]) => !NOT_FILLED_IN.includes(name))
    .map(([name, property]) => fieldOf(schema, name, property, required.includes(name)));
}

/**
 * @param {any} schema
 * @param {string} name
 * @param {any} property
 * @param {boolean} required
 * @returns {Field}
 */
function fieldOf(schema, name, property, required) {
  const help = property.description ?? "";
  const standard = typeof property.default === "string" ? property.default : undefined;
  return { name, help, required, standard, ...shapeOf(schema, name, property) };
}

/**
 * @param {any} schema
 * @param {string} name
 * @param {any} given
 * @returns {Omit<Field, "name" | "help" | "required">}
 */
function shapeOf(schema, name, given) {
  const found = given.$ref ? schema.$defs[given.$ref.split("/").pop()] : given;
  const ways = (found.anyOf ?? [found]).filter((/** @type {any} */ way) => way.type !== "null");
  const list = ways.find((/** @type {any} */ way) => way.type === "array");
  if (list) return { shape: "list", item: fieldOf(schema, name, list.items, true), least: list.minItems ?? 0 };
  const whole = ways.find((/** @type {any} */ way) => way.properties);
  if (whole) {
    const bare = ways.some((/** @type {any} */ way) => way.type === "string") ? whole.required[0] : undefined;
    return { shape: "object", fields: fieldsOf(schema, whole), bare };
  }
  const [only] = ways;
  if (only.$ref && only !== found) return shapeOf(schema, name, only);
  if (only.enum) return { shape: "choice", choices: only.enum };
  if (only.additionalProperties)
    return { shape: "figures", item: fieldOf(schema, name, only.additionalProperties, true), names: [] };
  if (only["x-refers-to"]) return { shape: "name", refersTo: only["x-refers-to"] };
  if (only.examples) return { shape: "date", examples: only.examples };
  if (only.type === "boolean") return { shape: "flag" };
  if (only.type === "integer" || only.type === "number") return { shape: "number" };
  return { shape: LONG.includes(name) ? "long" : "text" };
}
