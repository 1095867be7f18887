import { cp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Run } from '../command.ts'
import { print } from '../print.ts'
import { personNamed } from './erase.ts'

const EXAMPLE = 'forestall export-person account 12 --to ada'

/** `forestall export-person account|contact ID [--to DIR]`: a folder with a page to read and the rows as JSON. */
export const exportPersonTo: Run = async ({ client, args, options }) => {
  const exported = await client.person.export(personNamed(args, EXAMPLE))
  const dir = options.to === undefined ? exported.dir : resolve(options.to)
  if (dir !== exported.dir) {
    await cp(exported.dir, dir, { recursive: true, errorOnExist: true, force: false })
    await rm(exported.dir, { recursive: true })
  }
  print(options.json, { dir, rows: exported.rows }, () => [`${exported.rows} rows: ${dir}`])
}
