/** The picture of who has to do with whom: an actor, those it has most events in common with, and what these have among themselves. */

import { drawNetwork } from "../charts/network.js";
import { picture } from "../charts/picture.js";
import { operation } from "../client.js";
import { h } from "../dom.js";
import { number, t } from "../texts.js";
import { askedAt, whenNear } from "./later.js";

/** How many neighbours are drawn at most: with more, names could not be told apart. */
const MOST = 60;

/** How many have room on any screen. */
const FEW = 20;

/** How many names a filter may have is limited; so many are asked for at once. */
const AT_ONCE = 30;

const COLUMNS = ["actor", "withWhom", "events", "cooperation", "conflict", "meanScore"];

/**
 * @param {{ref: string, name: string}} actor
 * @param {import("../main.js").Context} context
 */
export const networkPicture = (actor, context) => whenNear(() => drawn(actor, context));

/**
 * @param {{ref: string, name: string}} actor
 * @param {import("../main.js").Context} context
 */
async function drawn(actor, context) {
  const question = {
    fields: `relationships(actor: $ref, first: ${MOST}, asOf: $asOf) { totalCount nodes { between { ref name(language: $language) } eventCount cooperation conflict goldsteinMean } }`,
    declares: "$ref: String!",
    variables: { ref: actor.ref },
  };
  const { totalCount, nodes } = (await askedAt(question, context)).relationships;
  if (!nodes.length) return h("p", { class: "quiet" }, t("none"));
  const neighbours = nodes.map((/** @type {any} */ each) => {
    const { ref, name } = each.between.find((/** @type {any} */ who) => who.ref !== actor.ref) ?? each.between[0];
    return { ...each, ref, name, events: each.eventCount };
  });
  const ties = await amongThem(neighbours, context);
  const names = new Map(neighbours.map((/** @type {any} */ each) => [each.ref, each.name]));
  const rows = [
    ...neighbours.map((/** @type {any} */ each) => [
      actor.name,
      each.name,
      each.events,
      each.cooperation,
      each.conflict,
      each.goldsteinMean,
    ]),
    ...ties.map(({ pair, events, mean }) => [...pair.map((ref) => names.get(ref)), events, null, null, mean]),
  ];
  return picture(
    {
      subject: actor.name,
      title: t("network"),
      caption: t("networkCaption"),
      draw: (width) => drawNetwork(actor, neighbours, ties, width),
      behind: { columns: COLUMNS.map((name) => t(name)), rows, numeric: [2, 3, 4, 5] },
      legend: [
        ["cooperation", t("cooperation")],
        ["conflict", t("conflict")],
        ["neither", t("neither")],
        ["tie", t("tieLegend")],
      ],
      beside: totalCount > FEW ? [t("networkBeside", { shown: number(nodes.length), total: number(totalCount) })] : [],
    },
    { ...context, pinned: operation(question, context.position) },
  );
}

/**
 * What the neighbours have in common among themselves, of all events in the log.
 * @param {{ref: string}[]} neighbours
 * @param {import("../main.js").Context} context
 * @returns {Promise<import("../charts/network.js").Tie[]>}
 */
async function amongThem(neighbours, context) {
  const refs = neighbours.map(({ ref }) => ref);
  /** @type {Map<string, import("../charts/network.js").Tie>} */
  const found = new Map();
  for (let start = 0; start < refs.length; start += AT_ONCE) {
    const { eventGroups } = await askedAt(
      {
        fields: "eventGroups(by: [PAIR], filter: $filter, first: 1000, asOf: $asOf) { keys eventCount goldsteinMean }",
        declares: "$filter: EventFilter",
        variables: { filter: { anyActor: refs.slice(start, start + AT_ONCE) } },
      },
      context,
    );
    for (const { keys, eventCount, goldsteinMean } of eventGroups) {
      const pair = keys[0].split(" ");
      if (pair.length === 2 && pair.every((/** @type {string} */ ref) => refs.includes(ref))) {
        found.set(keys[0], { pair, events: eventCount, mean: goldsteinMean });
      }
    }
  }
  return [...found.values()];
}
