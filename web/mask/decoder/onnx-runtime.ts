import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import type { Runtime } from './onnx-graph.ts';

const mostThreads = 4;

/** onnxruntime on WebAssembly, whose file comes from this site. Threads need a page that is isolated from others. */
export function loadRuntime(): Runtime {
  ort.env.wasm.wasmPaths = { wasm };
  ort.env.wasm.numThreads = self.crossOriginIsolated
    ? Math.min(mostThreads, navigator.hardwareConcurrency)
    : 1;
  return ort;
}
