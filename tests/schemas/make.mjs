// Writes blocks.schema.json and manifest.schema.json beside this file, from the types that Slack publishes.
//
// The types give shapes; their comments give lengths and counts ("Maximum length … 255 characters"), which are
// read here into maxLength and maxItems. Comments are then dropped. README.md says how to run it.
import { copyFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cwd } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(cwd(), "package.json"));
const { createGenerator } = await import(pathToFileURL(require.resolve("ts-json-schema-generator")));
const versions = ["@slack/types", "@slack/web-api", "ts-json-schema-generator"].map(
  (name) => `${name} ${require(join(cwd(), "node_modules", name, "package.json")).version}`,
);

const LENGTH = /max[a-z]*\s+length[^.]*?\s([\d,]+)\s+characters/i;
const COUNT = /max[a-z]*\s(?:[a-z]+\s)*?(?:is\s|of\s)?([\d,]+)/i;
const number = (found) => Number(found[1].replaceAll(",", ""));

function limited(node, said) {
  const length = LENGTH.exec(said);
  if (length && node.type === "string") return { ...node, maxLength: number(length) };
  if (length && (node.$ref || node.anyOf)) {
    return { allOf: [node, { properties: { text: { type: "string", maxLength: number(length) } } }] };
  }
  const count = COUNT.exec(said);
  if (count && node.type === "array") return { ...node, maxItems: number(count) };
  return node;
}

function tightened(node) {
  if (Array.isArray(node)) return node.map(tightened);
  if (node === null || typeof node !== "object") return node;
  const said = typeof node.description === "string" ? node.description : ""; // else: a property of that name
  const kept = Object.entries(node).filter(([key]) => !(said && key === "description"));
  const inner = Object.fromEntries(kept.map(([key, value]) => [key, tightened(value)]));
  return limited(inner, said.replace(/\s+/g, " "));
}

function schema(types) {
  copyFileSync(join(here, "types.ts"), join(cwd(), "types.ts"));
  const definitions = {};
  for (const type of types) {
    const generator = createGenerator({ path: join(cwd(), "types.ts"), type, skipTypeCheck: true, expose: "all" });
    Object.assign(definitions, generator.createSchema(type).definitions);
  }
  return tightened({ $schema: "http://json-schema.org/draft-07/schema#", definitions });
}

function write(name, made) {
  const noted = { $comment: `Made by make.mjs from ${versions.join(", ")}`, ...made };
  writeFileSync(join(here, name), `${JSON.stringify(noted, null, 1)}\n`);
}

const blocks = schema(["Blocks", "Modal", "Home", "Options"]);
blocks.definitions.Blocks.maxItems = 50;
for (const surface of ["Modal", "Home"]) blocks.definitions[surface].properties.blocks.maxItems = 100;
write("blocks.schema.json", blocks);

const manifest = schema(["AppManifest"]);
manifest.definitions.Manifest.additionalProperties = false; // the type is open; a misspelt section is a mistake
write("manifest.schema.json", { ...manifest, $ref: "#/definitions/AppManifest" });
