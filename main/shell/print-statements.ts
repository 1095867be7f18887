import { type HostDeps, statementLog } from '../engine/host.ts'

/** What a developer sets to see the SQL of slow and failed statements on the terminal; the log has a hash of it only. */
const ASKED_BY = 'FORESTALL_PRINT_SQL'

/** Prints slow and failed statements where the environment asks for them, and nowhere else. */
export const printStatements = (
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Pick<HostDeps, 'watch'> => (env[ASKED_BY] === '1' ? { watch: statementLog(say) } : {})
