import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel } from './channel.ts'
import { mimeOf } from './mime.ts'

/** The folder of a workspace into which practice messages go. */
export const PRACTICE = 'practice-mail'
const FROM = { name: 'Sample shop', address: 'sample@forestall.invalid' }

/**
 * Delivers into a folder, one `.eml` file for each message: the sample's customers do not exist, and nothing about them
 * may reach a real server. The key names the file, so delivering twice is delivering once.
 */
export function practiceChannel(dir: string): Channel {
  const folder = join(dir, PRACTICE)
  return {
    name: 'email',
    practice: true,
    send: async (message, beforeCommit) => {
      if (message.type !== 'message')
        return { ending: 'refused', why: 'The sample has no systems that a fix could change.' }
      const bytes = await mimeOf(message, FROM)
      await mkdir(folder, { recursive: true })
      const file = join(folder, `${message.key}.eml`)
      await beforeCommit()
      await writeFile(`${file}.part`, bytes)
      await rename(`${file}.part`, file)
      return { ending: 'sent', providerId: `${message.key}.eml` }
    },
    test: async () => ({ ok: true, message: `The sample's messages are put into ${folder}.` }),
    close: async () => {},
  }
}
