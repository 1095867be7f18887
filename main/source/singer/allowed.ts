import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readJson } from '../../../shared/guard/read-json.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'

const FILE = 'taps.json'
/** A program that takes no arguments, or a program with exactly these. */
const listSchema = z.array(z.union([z.string().min(1), z.array(z.string()).min(1)]))

/**
 * Whether a tap may be started. A source's settings may come from the page, which must never become a way to run any
 * program on this computer; a file of the workspace can only be written by who could start the program anyway.
 */
export async function allowedTap(dir: string, command: string, args: readonly string[]): Promise<Result<null>> {
  const line = JSON.stringify(args.length === 0 ? command : [command, ...args])
  const refuse = (why: string, todo: string) => fail('refused', `The tap ${command} was not started.`, why, todo)
  const add = `Write ${line} into the list in ${join(dir, FILE)}, if you trust this program.`
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => null)
  if (text === null) return refuse(`Only programs listed in the workspace’s file ${FILE} are started.`, add)
  const list = listSchema.safeParse(parsed(text)).data
  if (!list) return refuse(`The workspace’s file ${FILE} is not a list of programs.`, `It should look like [${line}].`)
  const found = list.some(entry => JSON.stringify(typeof entry === 'string' ? entry : one(entry)) === line)
  return found ? ok(null) : refuse(`The workspace’s file ${FILE} does not list the tap with these arguments.`, add)
}

const one = (entry: string[]): string | string[] => (entry.length === 1 ? (entry[0] ?? '') : entry)

function parsed(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return null
  }
}
