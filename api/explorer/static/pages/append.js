/** Writes entries by hand: a form made from their JSON Schema, that saves a file for `annals append`. */

import { get } from "../client.js";
import { h } from "../dom.js";
import { entryForm } from "../form/form.js";
import { kindsOf } from "../form/schema.js";
import { later } from "../parts/later.js";
import { heading } from "../parts/layout.js";
import { t } from "../texts.js";

const FIRST = "SummitHeld";

/** @type {import("../main.js").Page} */
export const append = {
  question: () => ({ fields: "" }),
  show(_, { address }) {
    const { more } = address;
    const first = { kind: more.get("of") ?? FIRST, ...(more.get("event") && { event: more.get("event") }) };
    const form = async () => entryForm(kindsOf(await get("/entries.schema.json")), first);
    return { title: t("menuAppend"), content: [heading(t("menuAppend"), t("formTitle"), t("formIntro")), later(form)] };
  },
};
