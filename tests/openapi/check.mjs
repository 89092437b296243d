// Checks an OpenAPI document with a public validator, and everything that was answered and everything that it gives as
// an example against its own schemas. Usage: node check.mjs DOCUMENT ANSWERS. Ends with 1 and a list when something is wrong.
import { readFile } from "node:fs/promises";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [documentFile, answersFile] = process.argv.slice(2);
const document = JSON.parse(await readFile(documentFile, "utf8"));
const answers = JSON.parse(await readFile(answersFile, "utf8"));
const wrong = [];

const validity = await new Validator().validate(structuredClone(document));
if (!validity.valid) wrong.push(`not valid as OpenAPI: ${JSON.stringify(validity.errors)}`);

/** A property that the document does not name must not come. */
function close(node, key) {
  if (node === null || typeof node !== "object" || key === "example" || key === "examples") return;
  if (node.properties && node.additionalProperties === undefined && [node.type].flat().includes("object")) node.additionalProperties = false;
  for (const [name, child] of Object.entries(node)) close(child, name);
}

const closed = structuredClone(document);
close(closed);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(closed, "document");

const pointer = parts => "#/" + parts.map(part => encodeURIComponent(String(part).replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
const follow = (node, parts) => node?.$ref ? [resolve(node.$ref), node.$ref.slice(2).split("/")] : [node, parts];
const resolve = reference => reference.slice(2).split("/").reduce((node, part) => node?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], document);

function check(what, value, parts) {
  const validate = ajv.getSchema(`document${pointer(parts)}`);
  if (!validate) wrong.push(`${what}: no schema at ${pointer(parts)}`);
  else if (!validate(value)) wrong.push(`${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value).slice(0, 400)}`);
}

let examples = 0;
function checkContents(what, contents, parts) {
  for (const [media, content] of Object.entries(contents ?? {})) {
    const all = [content.example, ...Object.values(content.examples ?? {}).map(example => example.value)].filter(value => value !== undefined);
    if (all.length === 0) wrong.push(`${what}: no example of ${media}`);
    for (const value of all) {
      examples++;
      check(`${what}, example of ${media}`, value, [...parts, media, "schema"]);
    }
  }
}

for (const [path, calls] of Object.entries(document.paths)) {
  for (const [method, call] of Object.entries(calls)) {
    const what = `${method} ${path}`;
    (call.parameters ?? []).forEach((parameter, i) => {
      examples++;
      check(`${what}, parameter ${parameter.name}`, parameter.example, ["paths", path, method, "parameters", i, "schema"]);
    });
    checkContents(`${what}, body`, call.requestBody?.content, ["paths", path, method, "requestBody", "content"]);
    for (const [status, response] of Object.entries(call.responses)) {
      const [target, parts] = follow(response, ["paths", path, method, "responses", status]);
      checkContents(`${what}, ${status}`, target.content, [...parts, "content"]);
    }
  }
}

let checked = 0;
for (const { method, path, status, media, body } of answers) {
  const what = `${method} ${path} answered ${status} ${media}`;
  const response = document.paths[path]?.[method]?.responses[status];
  if (!response) {
    wrong.push(`${what}: that status is not documented; ${JSON.stringify(body).slice(0, 300)}`);
    continue;
  }
  const [target, parts] = follow(response, ["paths", path, method, "responses", status]);
  if (media === "" && !target.content) checked++;
  else if (!target.content?.[media]) wrong.push(`${what}: that media type is not documented`);
  else {
    checked++;
    check(what, body, [...parts, "content", media, "schema"]);
  }
}

console.log(`${examples} examples and ${checked} of ${answers.length} answers were checked.`);
for (const line of wrong) console.log(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
