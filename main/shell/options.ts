const OPTIONS = `  --workspace DIR   open this workspace; otherwise the one that was last open, or else the sample
  --port N          where the browser finds it; otherwise any free port
  --help            print this and end
  --version         print the version and end

FORESTALL_USER_DATA says where workspaces and settings lie, if not in the usual folder.`

/** What the console in a browser, and `npm start`, can be told. */
export const WEB_HELP = `node out/main/web.js [--workspace DIR] [--port N]

Opens the console for this computer’s browser only, and prints its address, which works once.

${OPTIONS}`

export const START_HELP = `npm start -- [--workspace DIR] [--port N]

Opens the console in a window of its own; where there can be none, in the browser.

${OPTIONS}`

/** What to print instead of starting; null where nobody asked. */
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
