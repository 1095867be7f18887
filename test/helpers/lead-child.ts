import { tryLead } from '../../main/cache/leader.ts'

/** Tries to lead the workspace folder it is given, says how that went, and stays. */
const leadership = tryLead(process.argv[2] ?? '')
process.stdout.write(leadership ? 'leads\n' : 'refused\n')
process.stdin.resume()
