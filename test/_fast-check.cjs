// fast-check with one seed for all runs, so that a run of the suite can be repeated: jest.config.cjs puts it in place of
// the package. FAST_CHECK_SEED takes another number, or `random` to look for what the fixed seed does not find.
const fastCheck = require('../node_modules/fast-check/lib/cjs/fast-check.js');

const { FAST_CHECK_SEED: seed = '20260101' } = process.env;
if (seed !== 'random') {
  fastCheck.configureGlobal({ seed: Number(seed) });
}

module.exports = fastCheck;
