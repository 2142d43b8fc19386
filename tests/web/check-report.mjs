// Looks at published reports as a reader would: both languages, light and dark, desk and phone, keyboard, paper, without script.
//
//   node check-report.mjs REPORT.html...
//
// Every failure is told; the exit code is 1 if there is one. The browser is /usr/bin/chromium unless CHROMIUM names another.

import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const reports = process.argv.slice(2);
if (reports.length === 0) {
  console.error("usage: node check-report.mjs REPORT.html...");
  process.exit(2);
}

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
// Words that are the same in Dutch and English, so that they stand in the page once.
const SAME = ["Status", "info", "privacy"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

let failures = 0;
let passed = 0;
const check = (holds, what, detail = "") => {
  if (holds) passed += 1;
  else {
    failures += 1;
    console.error(`FAIL ${what}${detail ? `\n     ${String(detail).slice(0, 2000)}` : ""}`);
  }
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });

/** A page with the report, and what went wrong or out while it was open. */
const open = async (report, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) seen.errors.push(message.text()); });
  await page.goto(pathToFileURL(path.resolve(report)).href);
  return { page, seen, close: () => context.close() };
};

const speak = (page, lang) => page.evaluate((id) => document.getElementById(id).click(), `lang-${lang}`);

/** Texts that can be seen and are neither in the language that is read nor the same in all. */
const strangers = (page, lang) => page.evaluate(([wanted, same]) => {
  const found = [];
  const neutral = "bdi,[translate=no],.always,code,.sheet thead th,style,script,title";
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim(), parent = node.parentElement;
    if (!text || parent.closest("script,style,title,template")) continue;
    if (!parent.checkVisibility({ checkVisibilityCSS: true }) && !parent.closest("select")) continue;
    const own = parent.closest("body [lang]");
    if (own && !own.matches(".always") && own.getAttribute("lang") !== wanted) found.push(`${own.getAttribute("lang")}: ${text}`);
    if (own || parent.closest(neutral) || !/\p{L}{2,}/u.test(text) || same.includes(text.replace(/ \(\d+\)$/, ""))) continue;
    if (parent.matches("option") && parent.dataset[wanted] === node.data) continue;
    found.push(`?: ${text}`);
  }
  return found;
}, [lang, SAME]);

const violations = async (page) => {
  await page.evaluate(axeSource);
  const result = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] }), RULES);
  return result.violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n       ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " — " + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? "")).join("\n       ")}`);
};

// A large report is looked at in two of the eight ways: it is made of the same parts as a small one.
const LARGE = 8_000;

const looks = async (report, elements) => {
  for (const lang of ["nl", "en"]) for (const colorScheme of ["light", "dark"]) for (const width of [1280, 320]) {
    if (elements > LARGE && ![["nl", "light", 1280], ["en", "dark", 320]].some((way) => way.join() === [lang, colorScheme, width].join())) continue;
    const name = `${lang}, ${colorScheme}, ${width} px`;
    const { page, seen, close } = await open(report, { colorScheme, viewport: { width, height: 900 } });
    await speak(page, lang);
    check(await page.evaluate(() => document.documentElement.lang) === lang, `${name}: the page says which language it is in`);
    check(await page.title() === await page.evaluate((own) => document.querySelector("title").dataset[own], lang), `${name}: its title is in that language`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= width, `${name}: nothing is wider than the window`, `${wide} px`);
    // Whatever is folded is looked at too, as far as a reader would unfold it.
    const folded = elements > LARGE ? 15 : 60;
    await page.evaluate((most) => [...document.querySelectorAll("details")].slice(0, most).forEach((one) => { one.open = true; }), folded);
    await page.waitForTimeout(100);
    const found = await strangers(page, lang);
    check(found.length === 0, `${name}: every text is in the language that is read`, found.slice(0, 10).join(" | "));
    const broken = await violations(page);
    check(broken.length === 0, `${name}: no accessibility rule is broken`, broken.join("\n     "));
    check(seen.errors.length === 0, `${name}: no errors`, seen.errors.join("; "));
    check(seen.requests.length === 1, `${name}: no requests`, seen.requests.slice(1).join(" "));
    await close();
  }
};

const keyboard = async (report) => {
  const { page, close } = await open(report, { reducedMotion: "reduce" });
  const stops = [];
  // More than there can be stops, each of which is met once.
  const most = await page.evaluate(() => document.querySelectorAll("a,input,select,button,summary,[tabindex]").length + 10);
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const shown = at.matches(".langs input") ? at.nextElementSibling : at;
      const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
      return {
        name: at.id || at.className || at.tagName.toLowerCase(),
        kind: at.tagName.toLowerCase(),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inside: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  check(stops.length < most, "keyboard: tabbing through the page comes to an end");
  check(stops[0]?.name === "skip", "keyboard: the first stop is the way past the header", stops[0]?.name);
  const unseen = stops.filter((stop) => !stop.outlined || !stop.inside).map((stop) => `${stop.name} (${stop.outlined ? "out of sight" : "no outline"})`);
  check(unseen.length === 0, "keyboard: the focus is always seen", unseen.slice(0, 8).join(", "));
  check(stops.some((stop) => stop.name.startsWith("lang-")), "keyboard: the languages are reached");
  const filters = await page.locator("#filter").count() > 0;
  if (filters) {
    for (const wanted of ["q", "by-mission", "by-coordinator", "by-month", "by-code"])
      check(stops.some((stop) => stop.name === wanted), `keyboard: ${wanted} is reached`);
    check(stops.some((stop) => stop.kind === "summary"), "keyboard: findings are reached");
    const first = page.locator("#list summary").first(), details = page.locator("#list details").first();
    await first.focus();
    const before = await details.evaluate((one) => one.open);
    await page.keyboard.press("Enter");
    check(await details.evaluate((one) => one.open) !== before, "keyboard: a finding is folded and unfolded");
  }
  const lang = await page.evaluate(() => document.documentElement.lang);
  await page.locator(`#lang-${lang}`).focus();
  await page.keyboard.press("ArrowRight");
  check(await page.evaluate(() => document.documentElement.lang) !== lang, "keyboard: an arrow key changes the language");
  await close();
};

const filtering = async (report) => {
  const { page, close } = await open(report);
  if (await page.locator("#filter").count() === 0) return close();
  const all = await page.evaluate(() => [...document.querySelectorAll("#list > li, #further tbody tr")].map((one) => ({
    ...one.dataset, c: one.dataset.c ?? one.cells[1].textContent,
  })));
  const told = async () => {
    await page.waitForTimeout(400);
    return page.evaluate(() => {
      const [shown, total] = document.getElementById("shown").textContent.match(/\d+/g).map(Number);
      const visible = [...document.querySelectorAll("#list > li")].filter((one) => !one.hidden).length + document.querySelectorAll("#more > li").length;
      const left = document.getElementById("next")?.hidden === false ? Number(document.getElementById("next").textContent.match(/\d+/)[0]) : 0;
      const held = document.getElementById("more") && document.querySelectorAll("#more > li").length === 0;
      return { shown, total, visible, left, held, none: !document.getElementById("none").hidden };
    });
  };
  const expect = async (what, wanted) => {
    const count = all.filter(wanted).length, now = await told();
    check(now.shown === count && now.total === all.length, `filter: ${what} tells how many there are`, `${now.shown} of ${now.total} instead of ${count} of ${all.length}`);
    check(now.visible + now.left === count, `filter: ${what} shows them`, `${now.visible} shown and ${now.left} left instead of ${count}`);
    check(now.none === (count === 0), `filter: ${what} says so if there are none`);
  };
  const reset = () => page.locator("#filter button").click();
  await expect("nothing", () => true);
  for (const [id, key] of [["by-mission", "m"], ["by-coordinator", "k"], ["by-code", "c"], ["by-month", "p"]]) {
    const values = await page.locator(`#${id} option`).evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
    for (const value of values.slice(0, 4)) {
      await page.selectOption(`#${id}`, value);
      await expect(`${id} ${value}`, (one) => (key === "p" ? one.p.split(" ").includes(value) : one[key] === value));
    }
    await reset();
  }
  for (const kind of await page.locator("#filter input[type=checkbox]").evaluateAll((boxes) => boxes.map((box) => box.value))) {
    await page.uncheck(`#by-${kind}`);
    await expect(`without ${kind}`, (one) => !one.s.split(" ").includes(kind));
    await reset();
  }
  const code = all[0].c;
  await page.fill("#q", code.toLowerCase());
  const shown = (await told()).shown;
  check(shown >= all.filter((one) => one.c === code).length, "search: a code finds all findings with it", shown);
  await page.fill("#q", "no finding says this ' \" < >");
  await expect("a text that stands nowhere", () => false);
  await reset();
  await expect("nothing again", () => true);

  if (await page.locator("#more > li").count() > 0) {
    const first = page.locator("#more > li").first();
    await first.locator("summary").click();
    check(await first.locator(".facts").count() === 1, "a finding that is kept as data unfolds");
    check(await page.locator("#further").isHidden(), "findings that can be unfolded do not stand there twice");
    const before = await page.locator("#more > li").count();
    if (await page.locator("#next").isVisible()) {
      await page.click("#next");
      check(await page.locator("#more > li").count() > before, "more findings are shown when asked for");
    }
    const broken = await violations(page);
    check(broken.length === 0, "findings that are kept as data break no accessibility rule", broken.join("\n     "));
  }
  const link = page.locator(".draft a, .status a").first();
  if (await link.count() > 0) {
    const target = await link.getAttribute("href");
    await link.click();
    await page.waitForTimeout(200);
    const opened = await page.locator(`${target} details`).evaluate((one) => one.open).catch(() => "not there");
    check(opened === true, "a link to a finding opens it", `${target}: ${opened}`);
  }
  await close();
};

const withoutScript = async (report) => {
  const { page, seen, close } = await open(report, { javaScriptEnabled: false });
  const lang = await page.locator("html").getAttribute("lang");
  const other = lang === "nl" ? "en" : "nl";
  check(await page.locator("h1 [lang=" + lang + "]").isVisible(), "without script: the page is in its first language");
  await page.locator(`label[for=lang-${other}]`).click();
  check(await page.locator("h1 [lang=" + other + "]").isVisible() && await page.locator("h1 [lang=" + lang + "]").isHidden(), "without script: the language can be changed");
  check(await page.locator("#filter").count() === 0 || await page.locator("#filter").isHidden(), "without script: there is no filter that does nothing");
  if (await page.locator("table.missions").count() > 0) check(await page.locator("table.missions").first().isVisible(), "without script: the table of missions stands there");
  for (const table of ["#further details", "#list details"]) {
    if (await page.locator(table).count() === 0) continue;
    const last = page.locator(table).last();
    await last.locator("summary").click();
    check(await last.locator("table, .facts").first().isVisible(), `without script: ${table} unfolds`);
  }
  check(seen.errors.filter((text) => !/script/i.test(text)).length === 0, "without script: no errors", seen.errors.join("; "));
  await close();
};

const onPaper = async (report) => {
  const { page, close } = await open(report, { reducedMotion: "reduce" });
  check(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior) === "auto", "nothing moves for who asks for that");
  const started = Date.now();
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  check(pdf.length > 10_000 && pages > 0, "on paper: it prints", `${pdf.length} bytes`);
  console.log(`     ${pages} pages of paper, made in ${Date.now() - started} ms`);
  await page.emulateMedia({ media: "print" });
  check(await page.locator("nav.contents").isHidden() && await page.locator(".langs").isHidden(), "on paper: nothing that only works on a screen");
  await close();
};

for (const report of reports) {
  const started = Date.now();
  console.log(`${report}: ${(fs.statSync(report).size / 1e6).toFixed(2)} MB`);
  const { page, close } = await open(report);
  const timing = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType("navigation");
    return { parsed: Math.round(entry.domInteractive), ready: Math.round(entry.loadEventEnd), nodes: document.querySelectorAll("*").length };
  });
  console.log(`     opens in ${timing.ready} ms (parsed after ${timing.parsed} ms), ${timing.nodes} elements`);
  await close();
  await looks(report, timing.nodes);
  for (const part of [keyboard, filtering, withoutScript, onPaper]) await part(report);
  console.log(`     looked at in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
await browser.close();
console.log(`${passed} checks passed, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);
