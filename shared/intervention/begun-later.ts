/** Said once the clock was set back: what was done in the time after is not undone with it. `n`: issues' runs, not 0. */
export const begunLaterWords = (n: number): string =>
  `${n === 1 ? '1 playbook was' : `${n} playbooks were`} started later than this moment and ${n === 1 ? 'stays' : 'stay'}, because a sent message stays sent. ${n === 1 ? 'Its issue is' : 'Their issues are'} under Acting.`
