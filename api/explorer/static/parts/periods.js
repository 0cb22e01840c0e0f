/** The picture of how much happened when, with what could not be drawn told beside it. */

import { drawPeriods, periods } from "../charts/periods.js";
import { picture } from "../charts/picture.js";
import { operation } from "../client.js";
import { h } from "../dom.js";
import { MARK } from "./events.js";
import { askedAt, later } from "./later.js";
import { number, t } from "../texts.js";

const HAPPENED = ["DONE", "UNDER_WAY"];

/** Up to how many events are fetched one by one. */
const MOST = 500;

/**
 * @param {string} subject
 * @param {{totalCount: number, nodes?: any[]}} marks how many events there are, and all of them where the page has them anyway
 * @param {Record<string, any>} filter what chooses them
 * @param {import("../main.js").Context} context
 */
export function periodsPicture(subject, { totalCount, nodes }, filter, context) {
  if (nodes?.length === totalCount) return singlePicture(subject, nodes, context);
  return later(() => (totalCount > MOST ? groupedPicture(subject, filter, context) : fetchedPicture(subject, filter, context)));
}

/**
 * The picture of events that the page need not wait for.
 * @param {string} subject
 * @param {Record<string, any>} filter
 * @param {import("../main.js").Context} context
 */
async function fetchedPicture(subject, filter, context) {
  const question = {
    fields: `events(filter: $filter, first: ${MOST}, asOf: $asOf) { nodes { ...Mark } }`,
    fragments: MARK,
    declares: "$filter: EventFilter",
    variables: { filter: { ...filter, includeRetracted: true } },
  };
  const { events } = await askedAt(question, context);
  return singlePicture(subject, events.nodes, { ...context, pinned: operation(question, context.position) });
}

/**
 * @param {string} subject
 * @param {any[]} nodes
 * @param {import("../main.js").Context} context
 */
function singlePicture(subject, nodes, context) {
  const standing = nodes.filter((event) => !event.retracted);
  const counted = standing.filter((event) => HAPPENED.includes(event.status));
  const others = standing.length - counted.length;
  return drawn(subject, counted, t("perTimeCaption"), others ? [` ${t("notDoneBeside", { count: number(others) })}`] : [], context);
}

/**
 * The same of more events than are fetched one by one: how many there are in each month.
 * @param {string} subject
 * @param {Record<string, any>} filter
 * @param {import("../main.js").Context} context
 */
async function groupedPicture(subject, filter, context) {
  const question = {
    fields: "eventGroups(by: [MONTH, QUAD], filter: $filter, orderBy: KEYS_ASC, first: 1000, asOf: $asOf) { keys eventCount }",
    declares: "$filter: EventFilter",
    variables: { filter: { ...filter, status: HAPPENED } },
  };
  const { eventGroups } = await askedAt(question, context);
  const counted = eventGroups.map((/** @type {any} */ { keys: [month, quad], eventCount }) => {
    const day = month ? `${month}-01` : null;
    return { quad, count: eventCount, occurred: { edtf: month, earliest: day, latest: day, precision: "MONTH" } };
  });
  return drawn(subject, counted, t("perMonthCaption"), [], { ...context, pinned: operation(question, context.position) });
}

/**
 * @param {string} subject
 * @param {any[]} counted
 * @param {string} caption
 * @param {import("../dom.js").Child[]} beside
 * @param {import("../main.js").Context} context
 */
function drawn(subject, counted, caption, beside, context) {
  if (!counted.length) return h("p", { class: "quiet" }, t("none"));
  const told = periods(counted);
  const rows = [
    ...told.bars.map(({ start, cooperation, conflict, neither }) => [
      new Date(start).toISOString().slice(0, told.unit === "month" ? 7 : 4),
      cooperation,
      conflict,
      neither,
    ]),
    ...told.spans.map(({ event }) => [
      `${event.occurred.edtf} ${event.title}`,
      ...["COOPERATION", "CONFLICT", ""].map((end) => Number(end ? (event.quad ?? "").endsWith(end) : !event.quad)),
    ]),
  ];
  return picture(
    {
      subject,
      title: t("perTime", { unit: t(told.unit) }),
      caption: caption,
      draw: (width) => drawPeriods(told, width),
      behind: {
        columns: [t("when"), t("cooperation"), t("conflict"), t("neither")],
        rows: /** @type {(string | number)[][]} */ (rows),
        numeric: [1, 2, 3],
      },
      legend: [
        ["cooperation", t("cooperation")],
        ["conflict", t("conflict")],
        ["neither", t("neither")],
        ...(told.spans.length ? [/** @type {[string, string]} */ (["span", t("spanLegend")])] : []),
      ],
      beside: [
        told.undated > 0 && t("undatedBeside", { count: number(told.undated) }),
        told.outside > 0 && ` ${t("outsideBeside", { count: number(told.outside) })}`,
        ...beside,
        told.spans.length > 12 && ` ${t("spans")}: ${number(told.spans.length)}.`,
      ].filter(Boolean),
    },
    context,
  );
}
