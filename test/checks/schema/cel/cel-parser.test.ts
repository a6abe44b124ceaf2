import { execFileSync } from 'node:child_process';
import { parse } from '@bufbuild/cel';
import { parseCel } from '../../../../src/checks/schema/cel/cel-parser';

test('the parser that is loaded by its place is the one of the package', () => {
  const expression = 'self.all(x, has(x.a) && x.a[0] in [1, 2.5, "b"])';
  expect(parseCel(expression)).toEqual(parse(expression));
});

test('loading the parser alone loads no protocol buffers', () => {
  const script = `
    const { dirname, join } = require('node:path');
    require(join(dirname(require.resolve('@bufbuild/cel')), 'parse.js'));
    console.log(Object.keys(require.cache).filter((file) => file.includes('protobuf')).length);`;
  expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('0');
});
