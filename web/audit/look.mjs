import puppeteer from 'puppeteer-core';
const base='http://localhost:9090', out='/tmp/h/look/';
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--lang=en'] });
const pause = (ms=700)=>new Promise(r=>setTimeout(r,ms));
async function open(path,w,scheme='light'){const c=await browser.createBrowserContext();const p=await c.newPage();await p.setViewport(w);await p.emulateMediaFeatures([{name:'prefers-color-scheme',value:scheme}]);await p.goto(base+path,{waitUntil:'domcontentloaded'});await p.waitForSelector('h1');await pause();return p;}
const D={width:1280,height:900}, P={width:360,height:800,isMobile:true,hasTouch:true};
const press=async(p,t)=>(await p.waitForSelector(`xpath/.//button[contains(., "${t}")]`)).click();
for (const [n,v,s] of [['wait-d',D,'light'],['wait-p',P,'dark']]) {
 const p=await open('/',v,s);
 await p.click('input[value=pothole]');
 for (const [k,t] of Object.entries({subject:'Deep pothole',message:'Since Monday, right behind the bend.',name:'Ana',email:'ana@example.org'})) await p.type(`[name=${k}]`,t);
 await p.setRequestInterception(true);
 p.on('request',r=>r.method()==='POST'?setTimeout(()=>r.abort(),1500):r.continue());
 await press(p,'Send the report'); await pause(700); await p.screenshot({path:out+n+'-sending.png'});
 await pause(2500); await p.screenshot({path:out+n+'.png',fullPage:true});
}
{ const p=await open('/try',{width:1440,height:900});
 await press(p,'Somebody new'); await pause(400);
 await p.setRequestInterception(true); let cut=true;
 p.on('request',r=>cut&&r.method()==='POST'&&r.url().includes('messages')?r.abort():r.continue());
 await p.type('input[placeholder="Write a message"]','There is a deep pothole at Calle Mayor 5'); await p.keyboard.press('Enter'); await pause(1200);
 await p.screenshot({path:out+'try-failed.png'});
 cut=false; await press(p,'Send again'); await pause(3000);
 await press(p,'Come to work'); await pause(1200);
 await p.type('input[placeholder="Write a message"]','I want to talk to a person'); await p.keyboard.press('Enter'); await pause(4000);
 await p.screenshot({path:out+'try-given.png'});
 await press(p,'Take over'); await pause(1500);
 console.log(await p.evaluate(()=>document.activeElement.outerHTML.slice(0,120)));
 await p.screenshot({path:out+'try-taken.png'});
 await (await p.waitForSelector('xpath/.//a[. = "History"]')).click(); await pause(1500);
 await p.screenshot({path:out+'history.png'});
}
{ const p=await open('/history/tickets/xx',D); await p.screenshot({path:out+'key.png'}); }
await browser.close();
