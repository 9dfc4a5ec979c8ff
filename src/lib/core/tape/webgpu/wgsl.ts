/** WGSL that several shaders share. All have workgroups of as many invocations as every device has to offer. */
export const LANES = 256;

/** Sums a number of each lane over the workgroup, as a tree: every lane gets the sum. */
export const workgroupSum = /* wgsl */ `
var<workgroup> sums: array<f32, ${LANES}>;

fn workgroupSum(value: f32, lane: u32) -> f32 {
  sums[lane] = value;
  workgroupBarrier();
  for (var half = ${LANES / 2}u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  let sum = sums[0];
  workgroupBarrier();
  return sum;
}`;

/** By their bits: compilers of shaders may take it that no number is infinite or not a number, and leave comparisons out. */
export const numberKinds = /* wgsl */ `
fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

fn isNaN(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}`;

/** max(z, 0), which hands on what is not a number. */
export const relu = /* wgsl */ `
${numberKinds}

fn relu(z: f32) -> f32 {
  return select(max(z, 0.0), z, isNaN(z));
}`;

/**
 * A shader over the numbers of the binding `over`: `body` sees the index `i`. As many workgroups as `workgroupsOver` gives; where
 * these are too few, each lane goes on with another number.
 */
export const elementwise = (over: string, body: string): string => /* wgsl */ `
@compute @workgroup_size(${LANES})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < arrayLength(&${over}); i += groups.x * ${LANES}u) {
    ${body}
  }
}`;

/** The limit that every device keeps. */
const MOST_WORKGROUPS = 65_535;

export const workgroupsOver = (count: number): [number] => [Math.min(Math.ceil(count / LANES), MOST_WORKGROUPS)];
