import { scanFiles } from '../../../main/record/scan/scan-file.ts'

/** Scans a file to its end and prints the process's memory before, and its largest memory, in MB, and what it took. */
const [path = ''] = process.argv.slice(2)
const before = process.memoryUsage.rss() / 1e6
const cpu = process.cpuUsage()
const found = await scanFiles([path], { shown: 5 })
if (!found || found.rows === 0) throw new Error('the scan found no rows')
const { user, system } = process.cpuUsage(cpu)
const most = process.resourceUsage().maxRSS / 1e3
process.stdout.write(JSON.stringify({ before, most, rows: found.rows, seconds: (user + system) / 1e6 }))
