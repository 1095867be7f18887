/**
 * Loaded into Electron before the app: lets it make its window only once the runner has attached, which it says by calling
 * `__playwright_run`. A window that is there before has the runner wait for ever for what the window already said.
 */
const { app } = require('electron')

const whenReady = app.whenReady.bind(app)
const attached = new Promise(done => {
  globalThis.__playwright_run = () => done()
})
app.whenReady = () => attached.then(whenReady)
