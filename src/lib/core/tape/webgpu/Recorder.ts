import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** A compute shader of ours, in WGSL; its entry point is `main`. */
export interface Program {
  readonly name: string;
  /** Group 0 binds the buffers of a call in their order, and after them its numbers, where it has any. */
  readonly code: string;
}

/** Numbers on the GPU: a buffer of ours, or where a tensor lies. */
export type Place = GPUBuffer | tf.TensorInfo;

export interface Call {
  readonly buffers: readonly Place[];
  /** The numbers of the uniform struct: unsigned integers, then floats. */
  readonly integers?: readonly number[];
  readonly floats?: readonly number[];
  readonly workgroups: readonly [x: number, y?: number, z?: number];
}

export interface Copy {
  readonly from: Place;
  readonly fromFloat?: number;
  readonly to: GPUBuffer;
  readonly toFloat?: number;
  readonly floats: number;
}

export const BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Puts shaders and copies of ours into the command buffer that TensorFlow.js is recording, between operations of its own. What it
 * can run itself has one output and reads only; ours have several, or write in place.
 *
 * Its encoder is not public (4.22), only the calls that begin and end one are: all use of it is in this file.
 */
export class Recorder {
  readonly #backend: WebGPUBackend;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  /** Never written again, so that a command buffer may still refer to one when the next call wants the same numbers. */
  readonly #uniforms = new Map<string, GPUBuffer>();

  constructor(backend: WebGPUBackend) {
    this.#backend = backend;
  }

  run(program: Program, { buffers, integers = [], floats = [], workgroups }: Call): void {
    const pipeline = this.#pipeline(program);
    const bound = integers.length + floats.length === 0 ? buffers : [...buffers, this.#uniform(integers, floats)];
    const entries = bound.map((place, binding) => ({ binding, resource: { buffer: this.#buffer(place) } }));
    const group = this.#backend.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const pass = this.#pass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...workgroups);
  }

  copy(copies: readonly Copy[]): void {
    this.#backend.endComputePassEncoder();
    for (const { from, fromFloat = 0, to, toFloat = 0, floats } of copies) {
      const source = this.#buffer(from);
      this.#encoder().copyBufferToBuffer(source, fromFloat * BYTES, to, toFloat * BYTES, floats * BYTES);
    }
  }

  /** Hands all that was recorded to the GPU. */
  submit(): void {
    this.#backend.endComputePassEncoder();
    this.#encoder();
    this.#backend.submitQueue();
  }

  /** A new tensor, for a shader to write. */
  output<T extends tf.Tensor>(shape: T['shape']): T {
    const info = this.#backend.makeTensorInfo(shape, 'float32');
    this.#backend.uploadToGPU(info.dataId);
    return tf.engine().makeTensorFromTensorInfo(info) as T;
  }

  /** Where a variable lies, to be written in place: all tensors that share its data see that. */
  writable(variable: tf.TensorInfo): GPUBuffer {
    const buffer = this.#buffer(variable);
    // What TensorFlow.js has read of it before is no longer so.
    Object.assign(this.#backend.tensorMap.get(variable.dataId), { values: null });
    return buffer;
  }

  /** A buffer of our own; whoever asks destroys it. */
  allocate(values: Float32Array | Uint32Array): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#filled(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), usage);
  }

  /** Sets the first numbers of a buffer of our own, after all that was recorded. */
  write(buffer: GPUBuffer, values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): void {
    this.submit();
    this.#backend.queue.writeBuffer(buffer, 0, values);
  }

  async read(buffer: GPUBuffer): Promise<Float32Array> {
    return new Float32Array(await this.#backend.getBufferData(buffer));
  }

  #buffer(place: Place): GPUBuffer {
    if (place instanceof GPUBuffer) return place;
    this.#backend.uploadToGPU(place.dataId);
    const { resource } = this.#backend.tensorMap.get(place.dataId);
    if (!(resource instanceof GPUBuffer)) throw new Error('A tensor lies outside of the buffers of its WebGPU backend.');
    return resource;
  }

  #pipeline({ name, code }: Program): GPUComputePipeline {
    const known = this.#pipelines.get(code);
    if (known !== undefined) return known;
    const { device } = this.#backend;
    const module = device.createShaderModule({ code, label: name });
    const pipeline = device.createComputePipeline({ compute: { module, entryPoint: 'main' }, label: name, layout: 'auto' });
    this.#pipelines.set(code, pipeline);
    return pipeline;
  }

  #uniform(integers: readonly number[], floats: readonly number[]): GPUBuffer {
    const key = `${integers.join()};${floats.join()}`;
    const known = this.#uniforms.get(key);
    if (known !== undefined) return known;
    const bytes = new Uint8Array((integers.length + floats.length) * BYTES);
    new Uint32Array(bytes.buffer, 0, integers.length).set(integers);
    new Float32Array(bytes.buffer, integers.length * BYTES, floats.length).set(floats);
    const buffer = this.#filled(bytes, GPUBufferUsage.UNIFORM);
    this.#uniforms.set(key, buffer);
    return buffer;
  }

  #filled(bytes: Uint8Array, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#backend.device.createBuffer({ size: bytes.length, usage, mappedAtCreation: true });
    new Uint8Array(buffer.getMappedRange()).set(bytes);
    buffer.unmap();
    return buffer;
  }

  /** The pass that TensorFlow.js has open, or one that it will end like its own. */
  #pass(): GPUComputePassEncoder {
    const open: unknown = Reflect.get(this.#backend, 'computePassEncoder');
    if (open instanceof GPUComputePassEncoder) return open;
    const pass = this.#encoder().beginComputePass();
    Reflect.set(this.#backend, 'computePassEncoder', pass);
    return pass;
  }

  #encoder(): GPUCommandEncoder {
    this.#backend.ensureCommandEncoderReady();
    const encoder: unknown = Reflect.get(this.#backend, 'commandEncoder');
    if (!(encoder instanceof GPUCommandEncoder))
      throw new Error('This version of TensorFlow.js keeps its command encoder elsewhere.');
    return encoder;
  }
}
