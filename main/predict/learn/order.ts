/** Places of values from the least to the greatest; equal ones in their order. */
export function orderOf(values: Float64Array): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, at) => at)
  return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
}
