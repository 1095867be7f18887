import { join } from 'node:path'
import { benchCache } from '../cache/bench-cache.ts'
import { check } from '../cache/load.ts'
import type { Size } from './rest-data.ts'
import { syncRest } from './rest-sync.ts'

/** Reads a source and prints the process's memory before, its largest heap, and its largest memory, in MB. */
const [dir = '', url = '', host = '', sizes = ''] = process.argv.slice(2)
const size = JSON.parse(sizes) as Size
const cache = benchCache(join(dir, 'memory'))
const before = process.memoryUsage.rss() / 1e6
let heap = 0
const timer = setInterval(() => {
  heap = Math.max(heap, process.memoryUsage().heapTotal / 1e6)
}, 100)
await syncRest(cache, { url, host, stop: () => {} })
check(cache, size)
clearInterval(timer)
await cache.close()
process.stdout.write(JSON.stringify({ before, heap, most: process.resourceUsage().maxRSS / 1e3 }))
