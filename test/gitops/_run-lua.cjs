// Runs Lua scripts: a JSON list of texts on standard input, a JSON list of what they return on standard output. In a
// process of its own, since the interpreter loads its parts by `import()`, which Jest does not have.
const { readFileSync } = require('node:fs');
const { LuaFactory } = require('wasmoon');

async function main() {
  const factory = new LuaFactory();
  const results = [];
  for (const script of JSON.parse(readFileSync(0, 'utf8'))) {
    const engine = await factory.createEngine();
    results.push(await engine.doString(script));
    engine.global.close();
  }
  process.stdout.write(JSON.stringify(results));
}

main();
