// Holds `muster check --format sarif|junit|github` against the schema of SARIF and a reader of JUnit that others wrote.
// Use: node validate.mjs MUSTER INPUT   (the program, and a folder with returns)

import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");
const { parse } = require("test-results-parser");

const [program, sample] = process.argv.slice(2);
if (!program || !sample) {
  console.error("use: node validate.mjs MUSTER INPUT");
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "muster-formats-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const problems = [];
const expect = (holds, text) => {
  if (!holds) problems.push(text);
};

const schema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ schemaId: "auto", allErrors: true });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const isSarif = ajv.compile(schema);

function check(input, format, lang) {
  const line = ["check", input, "--format", format, "--lang", lang, "--fail-on", "never", "--no-history"];
  return execFileSync(program, line, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
}

function sarif(text, name) {
  const log = JSON.parse(text);
  expect(isSarif(log), `${name}: not valid SARIF: ${ajv.errorsText(isSarif.errors).slice(0, 600)}`);
  const [run] = log.runs;
  const rules = run.tool.driver.rules;
  const prints = run.results.map((result) => Object.values(result.partialFingerprints).join());
  expect(new Set(prints).size === prints.length, `${name}: two results have the same fingerprint`);
  for (const result of run.results) {
    expect(rules[result.ruleIndex]?.id === result.ruleId, `${name}: rule ${result.ruleId} is not where its index says`);
    for (const place of [...result.locations, ...(result.relatedLocations ?? [])]) {
      const file = place.physicalLocation?.artifactLocation;
      if (file?.index !== undefined) {
        expect(run.artifacts[file.index].location.uri === file.uri, `${name}: ${file.uri} is not where its index says`);
      }
      if (file) new URL(file.uri, "file:///input/");
    }
  }
  return run.results.filter((result) => !result.suppressions).length;
}

function junit(text, name) {
  const file = join(work, "junit.xml");
  writeFileSync(file, text);
  const report = parse({ type: "junit", files: [file] });
  const said = (attribute) => Number(text.match(new RegExp(`<testsuites [^>]*${attribute}="(\\d+)"`))[1]);
  const cases = report.suites.flatMap((suite) => suite.cases);
  expect(cases.length === said("tests"), `${name}: ${cases.length} cases were read of ${said("tests")}`);
  const failed = cases.filter((one) => one.status === "FAIL");
  expect(failed.length === said("failures"), `${name}: ${failed.length} failures were read of ${said("failures")}`);
  expect(report.skipped === said("skipped"), `${name}: ${report.skipped} skipped were read of ${said("skipped")}`);
  expect(failed.every((one) => one.failure && one.stack_trace), `${name}: a failure says nothing`);
}

function github(text, name) {
  const lines = text.split("\n").slice(0, -1);
  const command = /^::(error|warning|notice) (?:(?:file|line|title)=[^:,\r\n]*(?:,|(?=::)))+::[^\r\n]*$/;
  for (const line of lines) expect(command.test(line), `${name}: no workflow command: ${line.slice(0, 200)}`);
  return lines.length;
}

// Names of files and sheets that would be markup, commands or addresses if they were not escaped.
const hostile = join(work, "hostile");
mkdirSync(join(hostile, "2026-05 50% <b>"), { recursive: true });
const rows = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;zeven ::error::x\n<script>alert(1)</script>;3\n=cmd();4,5\n";
writeFileSync(join(hostile, "2026-05 50% <b>", "opgave, é:]]> & oost-2026-05.csv"), rows);
writeFileSync(join(hostile, "kapot-2026-05.xlsx"), "no workbook");

let results = 0;
for (const [input, name] of [[sample, "sample"], [hostile, "hostile names"]]) {
  for (const lang of ["nl", "en"]) {
    const open = sarif(check(input, "sarif", lang), `${name} ${lang} sarif`);
    junit(check(input, "junit", lang), `${name} ${lang} junit`);
    const commands = github(check(input, "github", lang), `${name} ${lang} github`);
    expect(open === commands, `${name} ${lang}: ${open} open results, ${commands} commands`);
    expect(open > 0, `${name} ${lang}: nothing was found`);
    results += open;
  }
  expect(check(input, "sarif", "nl") === check(input, "sarif", "nl"), `${name}: two runs differ`);
}

for (const problem of problems) console.error(problem);
console.log(problems.length ? `${problems.length} problems` : `${results} results are well-formed as SARIF, JUnit and workflow commands`);
process.exit(problems.length ? 1 : 0);
