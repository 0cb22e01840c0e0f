/** The picture of how much happened when, with what could not be drawn told beside it. */

import { drawPeriods, periods } from "../charts/periods.js";
import { picture } from "../charts/picture.js";
import { h } from "../dom.js";
import { number, t } from "../texts.js";

const HAPPENED = ["DONE", "UNDER_WAY"];

/**
 * @param {string} name
 * @param {{totalCount: number, nodes: any[]}} marks
 * @param {import("../main.js").Context} context
 */
export function periodsPicture(name, { totalCount, nodes }, context) {
  const standing = nodes.filter((event) => !event.retracted);
  const counted = standing.filter((event) => HAPPENED.includes(event.status));
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
      subject: name,
      title: t("perTime", { unit: t(told.unit) }),
      caption: t("perTimeCaption"),
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
        ["span", t("spanLegend")],
      ],
      beside: [
        told.undated > 0 && t("undatedBeside", { count: number(told.undated) }),
        standing.length > counted.length && ` ${t("notDoneBeside", { count: number(standing.length - counted.length) })}`,
        told.spans.length > 12 && ` ${t("spans")}: ${number(told.spans.length)}.`,
        totalCount > nodes.length && ` ${t("firstOnly", { shown: number(nodes.length), total: number(totalCount) })}`,
      ].filter(Boolean),
    },
    context,
  );
}
