// Writes a document that asks for every field of every kind of node in a schema, two levels deep, each kind by a fragment of its
// own. Arguments: the file of the schema. Prints {document, parts} as JSON: the parts ask the same of so few kinds at a time as one
// query may ask of.
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isLeafType, isRequiredArgument } from 'graphql';

const schema = buildSchema(readFileSync(process.argv[2], 'utf8'));
const answerable = (field) => !field.args.some(isRequiredArgument);
const fieldsOf = (type) => Object.values(type.getFields()).filter(answerable);

function selected(type, depth, without = {}) {
  const parts = fieldsOf(type).filter(({ name }) => !(name in without)).map((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return field.name;
    return depth > 0 ? `${field.name} { ${selected(inner, depth - 1)} }` : '';
  });
  return ['__typename', ...parts].join(' ');
}

const nodes = schema.getPossibleTypes(schema.getType('Node'));
const event = schema.getType('Event');
const events = schema.getPossibleTypes(event);
const others = nodes.filter((type) => !events.includes(type));
const fragment = (type) => {
  const own = selected(type, 1, events.includes(type) ? event.getFields() : {});
  return `fragment Every${type.name} on ${type.name} { ${own} }`;
};
const spread = (types) => types.map((type) => `...Every${type.name}`).join(' ');
const each = others.map((type) => `all${type.name}: ${type.name.toLowerCase()}s(first: 1) { nodes { ${spread([type])} } }`);
const PART = 20;
const written = (kinds, withOthers) => {
  const named = withOthers ? [...kinds, ...others] : kinds;
  const rest = withOthers ? `${each.join('\n  ')}\n  status { ${selected(schema.getType('Status'), 1)} }` : '';
  return `query Everything {
  events(first: 3) { nodes { ...EveryEvent ${spread(kinds)} } }
  ${rest}
}
fragment EveryEvent on Event { ${selected(event, 1)} }
${named.map(fragment).join('\n')}
`;
};
const parts = [];
for (let start = 0; start < events.length; start += PART) {
  parts.push(written(events.slice(start, start + PART), start === 0));
}
console.log(JSON.stringify({ document: written(events, true), parts }));
