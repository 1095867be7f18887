/** What a command about this computer's Forestall gets; it needs no workspace. */
export interface MachineAsked {
  args: readonly string[]
  options: {
    json: boolean
    limit?: string
    workspace?: string
    app?: string
    address?: string
    channel?: string
    daily?: string
    out?: string
    'with-dumps': boolean
  }
  /** Machine time, UTC ms. */
  wall(): number
}
