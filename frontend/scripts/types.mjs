// Writes src/lib/schema.d.ts from the document that the Python server gives of itself.
// Runs the interpreter of .venv, or the one that PYTHON names.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const venv = `${root}.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");
const program = `
import json, sys
from genchi.server.api import ENDPOINTS
from genchi.server.api.document import document
described = document(ENDPOINTS)
described["info"] = {"title": "genchi", "version": ""}
sys.stdout.buffer.write(json.dumps(described, sort_keys=True, ensure_ascii=False).encode())
`;
const printed = execFileSync(python, ["-c", program], { cwd: root, maxBuffer: 1 << 26 });
const digest = createHash("sha256").update(printed).digest("hex");
const types = await openapi(JSON.parse(printed.toString()), { alphabetize: true });
const header = `// Made by \`npm run types\` from the server's own document, SHA-256 ${digest}.\n\n`;
writeFileSync(new URL("../src/lib/schema.d.ts", import.meta.url), header + astToString(types));
