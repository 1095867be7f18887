import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { filesIn, ROOT } from '../../helpers/source-files.ts'
