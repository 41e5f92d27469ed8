import { useEffect, useState } from 'react';

/** The preview of a file that has not left the browser. */
export function Picture({ file, className, alt }: { file: Blob; className?: string; alt: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <img className={className} src={address} alt={alt} />;
}
