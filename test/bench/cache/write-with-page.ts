import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { router } from '../../../main/api/router.ts'
import { createHost } from '../../../main/engine/host.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { openConsole } from '../../e2e/fixture.ts'
import { openDisplay } from '../../helpers/electron.ts'
import { inFolder, NOW, type Size, writeFiles } from './data.ts'

/** What the desk already knows, so that there are issues to work on. */
const DESK: Size = { accounts: 5_000, events: 50_000 }
/** A decision every so many ms: each is shown, so a page that has more of them would measure how it draws. */
const EVERY = 250

/**
 * In the page: calls over its own line to the engine. The line is known by the first text that the page sends: its other
 * ports, by which React gives up its turn, carry none. Answers to the page’s own calls have other numbers.
 */
const LINE = `
  const send = MessagePort.prototype.postMessage
  const waiting = new Map()
  let line = null
  MessagePort.prototype.postMessage = function (...sent) {
    if (line === null && typeof sent[0] === 'string') {
      line = this
      line.addEventListener('message', ({ data }) => {
        const { i, p } = JSON.parse(data)
        waiting.get(i)?.(p)
        waiting.delete(i)
      })
    }
    return send.apply(this, sent)
  }
  window.__call = (name, input) => new Promise((done, fail) => {
    const i = 'bench-' + name + '-' + performance.now() + '-' + waiting.size
    waiting.set(i, ({ s = 200, b }) => s < 300 ? done(b?.json) : fail(new Error(name + ': ' + JSON.stringify(b))))
    send.call(line, JSON.stringify({ i, p: { u: '/' + name.replace('.', '/'), b: { json: input } } }))
  })
  window.__known = () => line !== null`

/** In the page: reads the source, and meanwhile claims and releases issues; ms of each decision, from when it was due. */
const WORK = (sourceId: number): string => `(async () => {
  const ids = (await window.__call('worklist.rows', { view: 'now', limit: 50 })).map(row => row.id)
  const [samples, pending, begun] = [[], [], performance.now()]
  let n = 0
  const decide = async number => {
    const name = number % 2 === 0 ? 'issue.claim' : 'issue.release'
    await window.__call(name, { ids: [ids[Math.floor(number / 2) % ids.length]] })
    samples.push(performance.now() - (begun + number * ${EVERY}))
  }
  const timer = setInterval(() => {
    for (; begun + n * ${EVERY} <= performance.now(); n++) pending.push(decide(n))
  }, 5)
  const report = await window.__call('source.sync', { sourceId: ${sourceId} })
  clearInterval(timer)
  await Promise.all(pending)
  return { samples, read: report.streams.reduce((sum, { read }) => sum + read, 0) }
})()`

/**
 * The same as `writesDuringLoad` with the whole console: real Electron, a queue on screen that shows each decision, and the
 * engine reading the files, evaluating and making searchable what they bring. ms for each decision, as the page has its answer.
 */
export async function writesWithPage(dir: string, data: string, { accounts, events }: Size): Promise<number[]> {
  const workspace = join(dir, 'desk')
  const sourceId = await connect(workspace, dir, data)
  const display = await openDisplay()
  try {
    const opened = await openConsole({ shell: 'electron', workspace, env: display.env, firstRun: true })
    if ('why' in opened) throw new Error(opened.why)
    try {
      const { samples, read } = await atWork(opened.page(), sourceId)
      if (read !== accounts + events) throw new Error(`read ${read} rows of ${accounts + events}`)
      return samples
    } finally {
      await opened.close()
    }
  } finally {
    await display.stop()
  }
}

/** A desk at work on files of its own, with those of `data` connected, to be read when the page says so. */
async function connect(workspace: string, dir: string, data: string): Promise<number> {
  const known = join(dir, 'known')
  mkdirSync(known)
  writeFiles(known, DESK)
  const deps = { root: workspace, dir: workspace, shell: 'cli' as const, actor: 'maya', device: 'bench' }
  const secrets = environmentSecrets({})
  const host = unwrap(
    await createHost({ ...deps, appVersion: '0', pickFiles: null, secrets }, { name: 'Desk', sample: null }),
  )
  const call = createRouterClient(router, { context: { host } })
  await call.workspace.setClock({ mode: 'fixed', at: NOW })
  const before = await call.source.add({ name: 'Known', config: inFolder(known) })
  await call.source.sync(before)
  await call.signal.evaluate({ everything: false })
  const { sourceId } = await call.source.add({ name: 'Export', config: inFolder(data) })
  await call.source.pause({ sourceId, paused: true })
  await host.close()
  return sourceId
}

async function atWork(page: Page, sourceId: number): Promise<{ samples: number[]; read: number }> {
  await page.evaluate(LINE)
  await page.keyboard.press('j')
  await page.waitForFunction('window.__known()')
  return page.evaluate(WORK(sourceId))
}
