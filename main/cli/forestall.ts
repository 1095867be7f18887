#!/usr/bin/env node
import { keepPrivate } from '../engine/private-files.ts'
import { commandLine } from './cli.ts'
import { complain, SAVED, unexpected } from './print.ts'

keepPrivate()
// A reader such as `head` may close the pipe early; the command is still carried out to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
// A late error of a connection or a stream: what was decided is in the file, whatever the answer would have been.
process.on('uncaughtException', error => {
  complain(`forestall: ${unexpected(error)}`, SAVED)
  process.exit(1)
})
// An event loop that ends before the answer arrived must not look like success.
process.exitCode = 1
commandLine(process.argv.slice(2)).then(code => {
  process.exitCode = code
})
