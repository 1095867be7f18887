/** What is used of jStat, which brings no types of its own. */
declare module 'jstat' {
  const jStat: {
    normal: { cdf(x: number, mean: number, sd: number): number; inv(p: number, mean: number, sd: number): number }
    studentt: { cdf(x: number, dof: number): number; inv(p: number, dof: number): number }
    chisquare: { cdf(x: number, dof: number): number }
    beta: { inv(p: number, a: number, b: number): number }
    gammaln(x: number): number
  }
  export = jStat
}
