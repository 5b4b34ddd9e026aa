import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import type { Runtime } from './onnx-graph.ts';

const maxThreads = 4;

/** Loads onnxruntime for WebAssembly from this site. Threads need a cross-origin isolated page. */
export function loadRuntime(): Runtime {
  ort.env.wasm.wasmPaths = { wasm };
  ort.env.wasm.numThreads = self.crossOriginIsolated
    ? Math.min(maxThreads, navigator.hardwareConcurrency)
    : 1;
  return ort;
}
