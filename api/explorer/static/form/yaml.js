/** Writes entries as the YAML file that `annals append` takes. Every value is text there, and the fields convert it. */

const PLAIN = /^[\p{L}\p{N}][\p{L}\p{N}_.@/+-]*(?: [\p{L}\p{N}_.@/+-]+)*$/u;
const WORDS_OF_YAML = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/**
 * @param {any[]} entries
 * @returns {string}
 */
export function toYaml(entries) {
  return entries.map((entry) => `-${block(entry, 1).slice(1)}`).join("");
}

/**
 * The lines of a mapping or list, each indented.
 * @param {any} value
 * @param {number} depth
 * @returns {string}
 */
function block(value, depth) {
  const margin = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value
      .map((item) => (isNested(item) ? `${margin}- ${block(item, depth + 1).trimStart()}` : `${margin}- ${scalar(item)}\n`))
      .join("");
  }
  return Object.entries(value)
    .map(([name, part]) =>
      isNested(part) ? `${margin}${name}:\n${block(part, depth + 1)}` : `${margin}${name}: ${scalar(part)}\n`,
    )
    .join("");
}

/** @param {any} value */
const isNested = (value) => value !== null && typeof value === "object";

/**
 * A text as it is, where no reader of YAML takes it for anything else; otherwise between quotes, as JSON has it.
 * @param {string} text
 */
function scalar(text) {
  if (PLAIN.test(text) && !WORDS_OF_YAML.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
