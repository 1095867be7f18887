import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { filesOf, PLACES } from './helpers/imports.ts'
import { listenersOf } from './helpers/listeners.ts'

const root = resolve(import.meta.dirname, '..')
const all = PLACES.flatMap(place => filesOf(root, place)).map(file => listenersOf(root, file))

it('no listener or timer is handed an async function, whose errors nobody would catch', () => {
  expect(all.flatMap(found => found.async)).toEqual([])
})

it('every file that opens a raw stream, a process or a thread hears of its errors', () => {
  expect(all.flatMap(found => found.deaf)).toEqual([])
})

it.each([
  ["server.on('request', async () => {})", 1, 0],
  ['async function work() {}\nsetTimeout(work, 1)', 1, 0],
  ["const work = async () => {}\nport.addEventListener('message', work)", 1, 0],
  ["server.on('request', () => work().catch(say))", 0, 0],
  ["import { connect } from 'node:net'\nconnect(1)", 0, 1],
  ["import { connect } from 'node:net'\nconnect(1).on('error', say)", 0, 0],
])('the check finds what it is to find: %s', (text, uncaught, deaf) => {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-'))
  writeFileSync(join(dir, 'a.ts'), text)
  const found = listenersOf(dir, 'a.ts')
  rmSync(dir, { recursive: true })
  expect([found.async.length, found.deaf.length]).toEqual([uncaught, deaf])
})
