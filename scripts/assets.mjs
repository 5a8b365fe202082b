// Builds what browsers are given into src/answerable/interfaces/web/static/dist: one style sheet and one script for each
// entry (`interfaces/*/styles/*.css`, `interfaces/*/scripts/*.js`), with names that change when the content does, each
// also compressed, and manifest.json, by which templates find them.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const faces = "src/answerable/interfaces";
const target = join(faces, "web/static/dist");
const fresh = `${target}.new`;
const BROWSERS = ["chrome88", "firefox85", "safari14.1"];

// Needed as they are: a worker has to be a file of its own.
const copied = { "maplibre-worker.mjs": "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs" };

function entries(kind, suffix) {
  return readdirSync(faces).flatMap((face) => {
    const folder = join(faces, face, kind);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => name.endsWith(suffix)).map((name) => join(folder, name));
  });
}

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
const manifest = {};

function write(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const [stem, ...rest] = name.split(".");
  const file = `${stem}.${hash}.${rest.join(".")}`;
  if (manifest[name]) throw new Error(`two assets are called ${name}`);
  manifest[name] = file;
  writeFileSync(join(fresh, file), content);
  if (content.length < 500) return;
  writeFileSync(join(fresh, `${file}.gz`), gzipSync(content, { level: 9 }));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  writeFileSync(join(fresh, `${file}.br`), brotliCompressSync(content, quality));
}

for (const entry of [...entries("styles", ".css"), ...entries("scripts", ".js")]) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: BROWSERS,
    legalComments: "none",
    logLevel: "warning",
    outfile: basename(entry),
  });
  write(basename(entry), Buffer.from(result.outputFiles[0].contents));
}
for (const [name, source] of Object.entries(copied)) {
  write(name, Buffer.from(readFileSync(source, "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")));
}
writeFileSync(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 1));
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
