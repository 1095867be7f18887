import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { RESTARTS_A_MINUTE } from '../../main/shell/restarts.ts'
import { openWeb } from '../fuzz/shells/web.ts'
import { killEverywhere } from '../helpers/fault-run.ts'
import { everyKill } from '../helpers/sync-kills.ts'
import { auditDecisions } from './decided.ts'
import { addUp, type Fault, type FaultOutcome } from './fault.ts'
import { inRoom } from './room.ts'

const THROWING = `process.on('SIGUSR2', () => { throw new Error('jane@doe.example') })`
const BEFORE = ['--import', `data:text/javascript,${encodeURIComponent(THROWING)}`]

/**
 * The engine throws again and again while a person decides. It is started again each time, and after the fifth time within
 * a minute the shell ends in words.
 */
async function crashLoop(quick: boolean): Promise<FaultOutcome> {
  const outcomes: FaultOutcome[] = []
  for (let round = 0; round < (quick ? 1 : 6); round++)
    outcomes.push(
      await inRoom(async room => {
        const [home, dir] = [join(room, 'home'), join(room, 'workspace')]
        mkdirSync(home)
        const shell = await openWeb(home, dir, BEFORE)
        const acknowledged: string[] = []
        const wrong: string[] = []
        let said = ''
        const decide = async (reason: string) => {
          const input = JSON.stringify({ address: `${reason}@example.com`, reason })
          const frame = `{"i":"${reason}","p":{"u":"/account/suppress","b":{"json":${input}}}}`
          // While the engine restarts, the line is turned away.
          for (let tries = 0; tries < 400; tries++) {
            const outcome = await shell.send(frame, reason)
            if (outcome.came === 'answer') {
              if (outcome.text.includes('journalId')) acknowledged.push(reason)
              return
            }
            await new Promise(done => setTimeout(done, 25))
          }
          wrong.push(`${reason} was never answered`)
        }
        const ended = new Promise<number | null>(done => shell.process.once('close', done))
        for (let crash = 1; crash <= RESTARTS_A_MINUTE; crash++) {
          await decide(`decision-${crash}`)
          shell.process.kill('SIGUSR2')
          while (crash < RESTARTS_A_MINUTE && said.split('The engine restarts').length <= crash) {
            await new Promise(done => setTimeout(done, 10))
            said += shell.said()
            if (shell.process.exitCode !== null) break
          }
        }
        const code = await ended
        said += shell.said()
        await shell.end()
        if (code !== 1 || !said.includes('Forestall stops')) wrong.push(`the shell ended with ${code}: ${said}`)
        if (said.includes('jane')) wrong.push('the log holds what was thrown')
        const audit = auditDecisions(dir, acknowledged, RESTARTS_A_MINUTE)
        return { ...audit, wrong: [...wrong, ...audit.wrong] }
      }),
    )
  return addUp(outcomes)
}

/** Killed at its steps while it sends, and at its transactions and requests while it reads. */
async function kills(quick: boolean): Promise<FaultOutcome> {
  const { points, duplicates, lost, wrong } = await killEverywhere(quick ? 1 / 32 : 1)
  const reading: FaultOutcome[] = []
  for await (const { name, differences } of everyKill(quick ? 60 : 3))
    reading.push({ injected: 1, lost: differences, duplicates: 0, wrong: differences === 0 ? [] : [name] })
  return addUp([{ injected: points, lost, duplicates, wrong }, ...reading])
}

/** What can end a process. */
export const processFaults: readonly Fault[] = [
  {
    name: 'crash_loop',
    about: 'the engine throws an error that nobody catches, five times within a minute',
    inject: crashLoop,
  },
  {
    name: 'crash',
    about: 'the process is killed before, in and after each commit, at each write to a socket and at each request',
    inject: kills,
  },
]
