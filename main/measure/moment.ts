/** When it is: `now` by the workspace's clock, `wall` by the machine's. UTC ms. */
export interface Moment {
  now: number
  wall: number
}
