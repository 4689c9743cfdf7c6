// Loaded into the process of Playwright. Each time that an expectation is not met yet, Playwright writes down all
// that the page shows, for a message that is only read if the test fails. That takes 30 ms of the browser's time.

const Module = require('node:module')

const NAME = 'ariaSnapshotForExpectFailure(element, options) {'
const load = Module._extensions['.js']

Module._extensions['.js'] = (module, file) => {
  if (file.endsWith('coreBundle.js')) {
    const compile = module._compile
    module._compile = (source, ...rest) => compile.call(module, source.replace(NAME, `${NAME} return;`), ...rest)
  }
  load(module, file)
}
