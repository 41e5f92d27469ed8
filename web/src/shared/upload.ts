import type { Schemas } from '../api/client';
import { Problem, Unreachable } from '../api/problem';

type Uploaded = Schemas['UploadedFiles'];

/** Photos of a slow connection may take long; only silence ends it. */
const silence = 60_000;

/** Sends one file and tells how far it is, which fetch cannot. The key makes a second attempt the same file. */
export function upload(
  address: string, file: File, headers: Record<string, string>, progress: (part: number) => void,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const sent = new XMLHttpRequest();
    let heard = setTimeout(() => sent.abort(), silence);
    const alive = () => {
      clearTimeout(heard);
      heard = setTimeout(() => sent.abort(), silence);
    };
    sent.upload.onprogress = (e) => {
      alive();
      progress(e.lengthComputable ? e.loaded / e.total : 0);
    };
    sent.onloadend = () => {
      clearTimeout(heard);
      if (sent.status === 0) {
        reject(new Unreachable());
      } else {
        settle(sent, resolve, reject);
      }
    };
    sent.open('POST', address);
    Object.entries(headers).forEach(([name, value]) => sent.setRequestHeader(name, value));
    const form = new FormData();
    form.append('file', file, file.name);
    sent.send(form);
  });
}

function settle(sent: XMLHttpRequest, resolve: (answer: Uploaded) => void, reject: (reason: Error) => void) {
  let body: Partial<Uploaded> & { code?: string; detail?: string } = {};
  try {
    body = JSON.parse(sent.responseText) as typeof body;
  } catch {
    // Something between us and the service answered; its status must do.
  }

  // A refused file is answered with its reason, too.
  if (body.items) {
    resolve(body as Uploaded);
  } else {
    reject(new Problem(sent.status, body.code ?? 'unknown', body.detail ?? sent.statusText));
  }
}
