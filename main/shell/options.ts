import { linkAmong } from '../../shared/deep-link.ts'

const OPTIONS = `  --workspace DIR   open this workspace (default: the last open one, or else the sample)
  --port N          port for the browser (default: any free port)
  --help            print this help
  --version         print the version

Set FORESTALL_USER_DATA to keep workspaces and settings in another folder.`

/** The help of the console in a browser. */
export const WEB_HELP = `node out/main/web.js [--workspace DIR] [--port N]

Serves the console to this computer’s browser only. Prints its address, which works once.

${OPTIONS}`

export const START_HELP = `npm start -- [--workspace DIR] [--port N]

Opens the console in a window or, where that is not possible, in the browser.

${OPTIONS}`

/** The text to print instead of starting; null where no option asks for one. */
export function printed(args: readonly string[], help: string, version: string): string | null {
  if (args.includes('--help') || args.includes('-h')) return help
  return args.includes('--version') ? version : null
}

/** The value of `--name value` or `--name=value`; null without it. */
export function option(args: readonly string[], name: string): string | null {
  const joined = args.find(arg => arg.startsWith(`--${name}=`))
  if (joined) return joined.slice(name.length + 3)
  const at = args.indexOf(`--${name}`)
  return at < 0 ? null : (args[at + 1] ?? null)
}

/**
 * The folder that `--workspace` names. A start by a link can only navigate: what else stands in its arguments may come from
 * the page that held the link.
 */
export const workspaceOption = (args: readonly string[]): string | null =>
  linkAmong(args) === null ? option(args, 'workspace') : null
