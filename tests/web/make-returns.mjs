// Makes up returns of many months and with many mistakes, to see how the report bears them.
//
//   node make-returns.mjs FOLDER --months 13 --findings 10000
//
// The figures are a fixed function of the arguments. Missions are those of the registry; nobody is a person.

import fs from "node:fs";
import path from "node:path";

const [folder, ...rest] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node make-returns.mjs FOLDER [--months N] [--findings N] [--missions N]");
  process.exit(2);
}
const option = (name, otherwise) => {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(rest[at + 1]);
};
const months = option("months", 13), findings = option("findings", 0), most = option("missions", 15);

const registry = fs.readFileSync(new URL("../../schemas/missions.toml", import.meta.url), "utf8");
const names = [...registry.matchAll(/^name = "([^"]+)"/gm)].map((found) => found[1]).slice(0, most);
const write = (name, lines) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, lines.join("\n") + "\n");
};

for (let back = 0; back < months; back += 1) {
  const last = new Date(Date.UTC(2026, 5 - back, 0));
  const month = last.toISOString().slice(0, 7);
  const [year, number, day] = last.toISOString().slice(0, 10).split("-");
  const lines = [`Peildatum;${day}-${number}-${year}`, "", "Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom"];
  names.forEach((name, at) => {
    const headcount = (at * 7 + back * 3) % 13;
    const home = at === 1 && back < 4 ? Math.min(3, headcount) : 0;
    lines.push(`${name};${headcount};${home};${Math.floor(headcount / 3)};${(at + back) % 3};${(at * 2 + back) % 3}`);
  });
  write(`${month}/opgave-${month}.csv`, lines);
}

// Every line names a mission that is in no registry, and so has a finding of its own.
const PER_FILE = 500;
for (let from = 0; from < findings; from += PER_FILE) {
  const lines = ["Peildatum;31-05-2026", "", "Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen"];
  for (let at = from; at < Math.min(findings, from + PER_FILE); at += 1) lines.push(`Onbekende post ${String(at).padStart(5, "0")};${at % 9};0;${at % 3}`);
  write(`2026-05/opgave-afrika-deel-${String(from / PER_FILE).padStart(2, "0")}-2026-05.csv`, lines);
}
